/**
 * The airline that is simulated: who its customers are, what they buy, when it flies and what goes
 * wrong. Drawn once from the seed, whoever tells of it; knows no source and no file.
 */
package dev.jetbridge.pipelines.simulator.world;
