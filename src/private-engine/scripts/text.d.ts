/** Shell scripts are imported as their text; the builds and the tests do so. */
declare module "*.sh" {
  const text: string;
  export default text;
}
