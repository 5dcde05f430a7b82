/** Figures of rows taken while they are written, with no second scan. */
package dev.jetbridge.quality.observation;
