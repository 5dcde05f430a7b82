/**
 * Files that every process of a run must see: on one machine those of its disk, on Glue and EMR
 * those of a store that Spark's workers share.
 */
package dev.jetbridge.pipelines.storage;
