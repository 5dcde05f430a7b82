/**
 * From one document of ODCS to one contract: a reader for each of its parts, each with its faults
 * and places.
 */
package dev.jetbridge.contracts.reading;
