/** Node and Bun are alike to nearly all of the source; what knows better asks here. */
export const onBun: boolean = process.versions.bun !== undefined;
