/**
 * How a value stands in a file, and why it does not fit its column: numbers, moments, words, judged
 * from the text alone.
 */
package dev.jetbridge.contracts.value;
