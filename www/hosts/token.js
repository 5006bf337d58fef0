// How a page gets its report from another origin with a token that runs out: the report asks its `fetcher` once more
// after a 401 or 403, and by then there is another token.

const report = document.querySelector("redcat-report");
let token;

const renewed = async () => {
  const answer = await fetch("/token", { method: "POST" });
  return answer.ok ? answer.text() : undefined;
};

report.fetcher = async (url, init) => {
  token ??= await renewed();
  const answer = await fetch(url, { ...init, headers: { Authorization: `Bearer ${token}` } });
  if (answer.status === 401) token = undefined;
  return answer;
};
