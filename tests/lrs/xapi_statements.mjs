// Learning Locker's xapi-statements as its own dist/server.js mounts it, on the socket that the first argument numbers.
import { createRequire } from "node:module";

const require = createRequire(createRequire(import.meta.url).resolve("xapi-statements"));
// In memory it cuts pages by the ids that it gives. A UUID of version 1 begins with the low part of the time, and so from
// the start again every 7 minutes: pages across that lack statements. Numbers of one length are in order.
let count = 0;
require("uuid").v1 = () => String((count += 1)).padStart(16, "0");
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
