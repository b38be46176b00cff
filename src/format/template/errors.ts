/** A template that does not parse, or that fails on its data. The message is Go's, "template: NAME:LINE: ..." included. */
export class TemplateError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "TemplateError";
  }
}
