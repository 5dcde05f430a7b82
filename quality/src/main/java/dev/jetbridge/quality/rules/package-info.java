/**
 * From the rules of a contract to what can be evaluated: their language, its meaning, their faults.
 * Evaluates nothing.
 */
package dev.jetbridge.quality.rules;
