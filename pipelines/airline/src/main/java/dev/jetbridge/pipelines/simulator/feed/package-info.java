/**
 * What a source of the sample airline is to the rest: what it tells of a day and of a household,
 * the form of its files, its planted defects and its truth.
 */
package dev.jetbridge.pipelines.simulator.feed;
