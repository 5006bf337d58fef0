// A report in a React page: data by property, events by handler, shown and taken away by state. StrictMode runs everything
// twice, as it does while a partner develops.
import { StrictMode, useCallback, useState } from "react";
import { createRoot } from "react-dom/client";
import "redcat-report";

function Page() {
  const [shown, setShown] = useState(true);
  const [lang, setLang] = useState("en");
  const [src, setSrc] = useState("../data/beauty.json");
  const [report, setReport] = useState();
  const [selection, setSelection] = useState({ compare: "previous" });
  const [heard, setHeard] = useState([]);
  const hear = useCallback(({ type, detail }) => {
    setHeard((before) => [...before, type]);
    if (type === "redcat-select") setSelection(detail.selection);
  }, []);
  const fetcher = useCallback((url, init) => fetch(url, { ...init, headers: { Authorization: "Bearer token" } }), []);
  const give = async () => setReport(await (await fetch("../data/cdnow.json")).json());
  return (
    <>
      <button id="show" onClick={() => setShown(!shown)}>Show or hide</button>
      <button id="lang" onClick={() => setLang(lang === "en" ? "zh-CN" : "en")}>Other language</button>
      <button id="src" onClick={() => setSrc("../data/cdnow.json")}>Other address</button>
      <button id="give" onClick={give}>Give an object</button>
      <button id="clear" onClick={() => setSelection({})}>Clear the selection</button>
      <output id="heard">{heard.join(" ")}</output>
      <output id="selection">{JSON.stringify(selection)}</output>
      {shown && (
        <redcat-report
          id="report"
          src={src}
          lang={lang}
          fetcher={fetcher}
          report={report}
          selection={selection}
          onredcat-ready={hear}
          onredcat-select={hear}
          onredcat-error={hear}
        />
      )}
    </>
  );
}

createRoot(document.getElementById("root")).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
