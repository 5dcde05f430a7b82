/** What came out, rule by rule. Holds figures, and no value of a row. */
package dev.jetbridge.quality.report;
