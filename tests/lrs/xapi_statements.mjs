// Learning Locker's xapi-statements as its own dist/server.js mounts it, on the socket that the first argument numbers.
import { createRequire } from "node:module";

const require = createRequire(createRequire(import.meta.url).resolve("xapi-statements"));
const express = require("express");
const take = (name) => require(`./${name}`).default;
const { aboutRoute, statementsRoute } = require("./utils/constants");

const { aboutRouter, statementsRouter } = take("expressPresenter")({
  ...take("config").express,
  service: take("serviceFactory")(),
  tracker: take("tracker"),
  translator: take("translatorFactory")(),
  logger: take("logger"),
});
express().use(aboutRoute, aboutRouter).use(statementsRoute, statementsRouter).listen({ fd: Number(process.argv[2]) });
