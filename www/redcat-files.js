// Files for the reader: a picture out of a drawing, and the way into the folder of downloads. Loaded when one is asked for.

export const download = ({ name, blob }) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
};

/** A picture at twice its size, for sharp print and screens. */
export const draw = async (svg) => {
  const image = new Image();
  image.src = URL.createObjectURL(svg);
  try {
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * 2;
    canvas.height = image.naturalHeight * 2;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise((done) => canvas.toBlob(done));
    if (!png) throw new Error("The picture is larger than this browser can draw.");
    return png;
  } finally {
    URL.revokeObjectURL(image.src);
  }
};
