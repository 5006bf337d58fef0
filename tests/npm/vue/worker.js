// The engine without its screen, off the main thread.
import init, { Report } from "redcat-report/engine";

addEventListener("message", async ({ data }) => {
  await init();
  const report = Report.parse(data);
  const { curves } = report.repurchase();
  report.free();
  postMessage(String(curves[0].customers));
});
