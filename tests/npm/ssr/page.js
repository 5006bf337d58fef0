// A page that React renders in Node and takes over in the browser. Without JSX, so that Node reads it as it is.
import { createElement, useEffect, useRef, useState } from "react";
import "redcat-report";

export function Page() {
  const [heard, setHeard] = useState("");
  const element = useRef(null);
  // React 19 hands properties and handlers to elements that it makes, not to those that it takes over (its issue 35446).
  useEffect(() => {
    const hear = ({ type }) => setHeard(type);
    const { current } = element;
    current.selection = { compare: "previous" };
    current.addEventListener("redcat-ready", hear);
    return () => current.removeEventListener("redcat-ready", hear);
  }, []);
  const report = createElement("redcat-report", { ref: element, id: "report", src: "../data/cdnow.json", lang: "en" });
  return createElement("main", null, createElement("output", { id: "heard" }, heard), report);
}
