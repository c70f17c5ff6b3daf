-- latest
SELECT
  "t7"."sitting",
  "t7"."question",
  "t7"."place"
FROM (
  SELECT
    "t6"."sitting",
    "t6"."question",
    "t6"."when",
    "t6"."place",
    "t6"."untimed",
    ROW_NUMBER() OVER (
      PARTITION BY "t6"."sitting", "t6"."question"
      ORDER BY (
        "t6"."untimed" IS NULL
      ) OR (
        "t6"."place" >= "t6"."untimed"
      ) DESC, "t6"."when" IS NOT NULL DESC, "t6"."when" DESC, "t6"."place" DESC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1 AS "number"
  FROM (
    SELECT
      "t3"."sitting",
      "t3"."question",
      "t3"."when",
      "t3"."place",
      "t5"."untimed"
    FROM (
      SELECT
        "t0"."sitting",
        "t0"."question",
        "t0"."when",
        "t0"."place"
      FROM "answers" AS "t0"
    ) AS "t3"
    LEFT OUTER JOIN (
      SELECT
        "t2"."sitting",
        "t2"."question",
        MAX("t2"."place") AS "untimed"
      FROM (
        SELECT
          "t0"."sitting",
          "t0"."question",
          "t0"."when",
          "t0"."place"
        FROM "answers" AS "t0"
        WHERE
          "t0"."when" IS NULL
      ) AS "t2"
      GROUP BY
        1,
        2
    ) AS "t5"
      ON "t3"."sitting" = "t5"."sitting" AND "t3"."question" = "t5"."question"
  ) AS "t6"
) AS "t7"
WHERE
  "t7"."number" = 0
-- times
SELECT
  "t0"."question",
  COUNT("t0"."seconds") AS "times",
  QUARTILE("t0"."seconds", 0.25) AS "low",
  QUARTILE("t0"."seconds", 0.5) AS "middle",
  QUARTILE("t0"."seconds", 0.75) AS "high"
FROM "answers" AS "t0"
GROUP BY
  1
-- given
SELECT
  "t4"."question",
  "t4"."response",
  "t4"."right",
  "t4"."rest",
  COUNT(*) AS "number"
FROM (
  SELECT
    "t1"."question",
    "t1"."response",
    "t1"."right",
    "t3"."total" - CAST("t1"."right" AS INTEGER) AS "rest"
  FROM "answers" AS "t1"
  INNER JOIN (
    SELECT
      "t0"."sitting",
      COUNT(IIF("t0"."right", 1, NULL)) AS "total"
    FROM "answers" AS "t0"
    GROUP BY
      1
  ) AS "t3"
    ON "t1"."sitting" = "t3"."sitting"
) AS "t4"
GROUP BY
  1,
  2,
  3,
  4
-- changes
WITH "t1" AS (
  SELECT
    "t0"."question",
    "t0"."learner",
    "t0"."attempt",
    COALESCE(CAST("t0"."right" AS REAL), "t0"."value") AS "points"
  FROM "answers" AS "t0"
  WHERE
    COALESCE(CAST("t0"."right" AS REAL), "t0"."value") IS NOT NULL
)
SELECT
  "t9"."question",
  "t9"."difference",
  COUNT(*) AS "number"
FROM (
  SELECT
    "t8"."question",
    "t8"."learner",
    "t8"."first",
    "t8"."last",
    "t8"."last" - "t8"."first" AS "difference"
  FROM (
    SELECT
      "t7"."question",
      "t7"."learner",
      MIN(IIF("t7"."attempt" = "t7"."begun", "t7"."points", NULL)) AS "first",
      MAX(IIF("t7"."attempt" = "t7"."ended", "t7"."points", NULL)) AS "last"
    FROM (
      SELECT
        "t3"."question",
        "t3"."learner",
        "t3"."attempt",
        "t3"."points",
        "t6"."begun",
        "t6"."ended"
      FROM "t1" AS "t3"
      INNER JOIN (
        SELECT
          *
        FROM (
          SELECT
            "t2"."question",
            "t2"."learner",
            MIN("t2"."attempt") AS "begun",
            MAX("t2"."attempt") AS "ended"
          FROM "t1" AS "t2"
          GROUP BY
            1,
            2
        ) AS "t4"
        WHERE
          "t4"."begun" < "t4"."ended"
      ) AS "t6"
        ON "t3"."question" = "t6"."question" AND "t3"."learner" = "t6"."learner"
    ) AS "t7"
    GROUP BY
      1,
      2
  ) AS "t8"
) AS "t9"
GROUP BY
  1,
  2
-- alike
SELECT
  "t1"."seen",
  "t1"."given",
  COUNT(*) AS "number"
FROM (
  SELECT
    "t0"."sitting",
    "t0"."seen",
    LISTED("t0"."question", "t0"."response", "t0"."right") AS "given"
  FROM "answers" AS "t0"
  GROUP BY
    1,
    2
) AS "t1"
GROUP BY
  1,
  2
-- sums
WITH "t1" AS (
  SELECT
    "t0"."scale",
    "t0"."sitting",
    "t0"."question",
    "t0"."right",
    COALESCE(CAST("t0"."right" AS REAL), "t0"."value") AS "points"
  FROM "answers" AS "t0"
  WHERE
    "t0"."scale" IS NOT NULL
)
SELECT
  "t8"."scale",
  "t8"."sum",
  COUNT(*) AS "number"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t5"."scale",
      "t5"."sitting",
      "t5"."sum",
      "t5"."number",
      "t5"."judged",
      "t6"."size"
    FROM (
      SELECT
        "t2"."scale",
        "t2"."sitting",
        SUM("t2"."points") AS "sum",
        COUNT(*) AS "number",
        COUNT("t2"."right") AS "judged"
      FROM "t1" AS "t2"
      GROUP BY
        1,
        2
    ) AS "t5"
    INNER JOIN (
      SELECT
        "t2"."scale",
        COUNT(DISTINCT "t2"."question") AS "size"
      FROM "t1" AS "t2"
      GROUP BY
        1
    ) AS "t6"
      ON "t5"."scale" = "t6"."scale"
  ) AS "t7"
  WHERE
    (
      "t7"."judged" > 0
    ) OR (
      "t7"."number" = "t7"."size"
    )
) AS "t8"
GROUP BY
  1,
  2
-- parts
WITH "t1" AS (
  SELECT
    "t0"."scale",
    "t0"."sitting",
    "t0"."question",
    "t0"."right",
    COALESCE(CAST("t0"."right" AS REAL), "t0"."value") AS "points"
  FROM "answers" AS "t0"
  WHERE
    "t0"."scale" IS NOT NULL
)
SELECT
  "t11"."scale",
  "t11"."question",
  "t11"."points",
  COUNT(*) AS "number"
FROM (
  SELECT
    "t3"."scale",
    "t3"."sitting",
    "t3"."question",
    "t3"."right",
    "t3"."points"
  FROM "t1" AS "t3"
  WHERE
    EXISTS(
      SELECT
        1
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t6"."scale",
            "t6"."sitting",
            "t6"."sum",
            "t6"."number",
            "t6"."judged",
            "t7"."size"
          FROM (
            SELECT
              "t2"."scale",
              "t2"."sitting",
              SUM("t2"."points") AS "sum",
              COUNT(*) AS "number",
              COUNT("t2"."right") AS "judged"
            FROM "t1" AS "t2"
            GROUP BY
              1,
              2
          ) AS "t6"
          INNER JOIN (
            SELECT
              "t2"."scale",
              COUNT(DISTINCT "t2"."question") AS "size"
            FROM "t1" AS "t2"
            GROUP BY
              1
          ) AS "t7"
            ON "t6"."scale" = "t7"."scale"
        ) AS "t8"
        WHERE
          (
            "t8"."judged" > 0
          ) OR (
            "t8"."number" = "t8"."size"
          )
      ) AS "t10"
      WHERE
        "t3"."scale" = "t10"."scale" AND "t3"."sitting" = "t10"."sitting"
    )
) AS "t11"
GROUP BY
  1,
  2,
  3
-- said
SELECT
  "t0"."question",
  "t0"."response",
  COUNT(*) AS "number"
FROM "answers" AS "t0"
GROUP BY
  1,
  2
-- written
SELECT
  "t0"."question",
  "t0"."response",
  "t0"."learner",
  COUNT(*) AS "number",
  MIN("t0"."place") AS "place"
FROM "answers" AS "t0"
GROUP BY
  1,
  2,
  3
-- learner
SELECT
  "t0"."learner",
  COUNT(DISTINCT "t0"."sitting") AS "attempts",
  COUNT(DISTINCT "t0"."question") AS "questions",
  COUNT(*) AS "answers",
  COUNT("t0"."right") AS "judged",
  COUNT(IIF("t0"."right", 1, NULL)) AS "rights",
  MIN("t0"."place") AS "place"
FROM "answers" AS "t0"
GROUP BY
  1
-- attempt
SELECT
  "t0"."learner",
  "t0"."attempt",
  COUNT(DISTINCT "t0"."sitting") AS "attempts",
  COUNT(DISTINCT "t0"."question") AS "questions",
  COUNT(*) AS "answers",
  COUNT("t0"."right") AS "judged",
  COUNT(IIF("t0"."right", 1, NULL)) AS "rights",
  MIN("t0"."place") AS "place"
FROM "answers" AS "t0"
GROUP BY
  1,
  2
-- document
SELECT
  "t0"."document",
  COUNT(DISTINCT "t0"."sitting") AS "attempts",
  COUNT(DISTINCT "t0"."question") AS "questions",
  COUNT(*) AS "answers",
  COUNT("t0"."right") AS "judged",
  COUNT(IIF("t0"."right", 1, NULL)) AS "rights",
  MIN("t0"."place") AS "place"
FROM "answers" AS "t0"
GROUP BY
  1
