/** Which of our builds the tests start, below the project: the npm package's, or with DOCKLINE_TEST_BINARY the single file. */
export const isSingleFile = Boolean(process.env.DOCKLINE_TEST_BINARY);
export const program = isSingleFile ? "dist/bin/dockline" : "bin/dockline";
