// A library that is a plain script. In: its address. Out: a promise that it has run.

export function script(address) {
  return new Promise((loaded, failed) => {
    const element = document.createElement("script");
    element.src = address;
    element.onload = () => loaded();
    element.onerror = () => failed(new Error(`${address} cannot be loaded`));
    document.head.append(element);
  });
}
