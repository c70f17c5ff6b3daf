// Learning Locker's xapi-activities as its own dist/server.js mounts it, on the socket that the first argument numbers.
import { createRequire } from "node:module";

const require = createRequire(createRequire(import.meta.url).resolve("xapi-activities"));
const express = require("express");
const take = (name) => require(`./${name}`).default;
const { route } = require("./utils/constants");

const documents = take("expressPresenter")({
  ...take("config").express,
  service: take("serviceFactory")(),
  tracker: take("tracker"),
  translator: take("translatorFactory")(),
  logger: take("logger"),
});
express().use(route, documents).listen({ fd: Number(process.argv[2]) });
