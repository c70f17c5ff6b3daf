// What xapi-validation says of statements: for each line of input with a list of them, a line with a list of problems.
import { createInterface } from "node:readline";
import validation from "xapi-validation";

const validate = validation.default ?? validation;
for await (const line of createInterface({ input: process.stdin })) {
  const found = JSON.parse(line).flatMap((statement, place) =>
    validate(statement).map((problem) => `${place}: ${JSON.stringify(problem)}`)
  );
  console.log(JSON.stringify(found));
}
