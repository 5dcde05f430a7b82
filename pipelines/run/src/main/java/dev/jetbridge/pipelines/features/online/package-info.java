/**
 * The newest records of a product in the online store of its feature group: what is sent, and what
 * is remembered of it. Knows no ports.
 */
package dev.jetbridge.pipelines.features.online;
