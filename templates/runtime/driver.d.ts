import type { CreateDriver } from "./types.js";

/** The driver of a package's standard: the linker puts one of `drivers/` in the place of this module. */
export const createDriver: CreateDriver;
