/** Regular expressions inside plans of Spark, replaced by the cheaper of equal meaning. */
package dev.jetbridge.quality.patterns;
