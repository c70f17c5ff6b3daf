// What xapi-validation says of the statements on standard input, a line a problem.
import { readFileSync } from "node:fs";
import validation from "xapi-validation";

const validate = validation.default ?? validation;
const statements = JSON.parse(readFileSync(0, "utf8"));
for (const [place, statement] of statements.entries()) {
  for (const problem of validate(statement)) console.log(`${place}: ${JSON.stringify(problem)}`);
}
