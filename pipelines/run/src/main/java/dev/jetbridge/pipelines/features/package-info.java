/**
 * Features for data scientists: the offline store of each feature group, kept up with the
 * publications of its product, and training sets made from it.
 */
package dev.jetbridge.pipelines.features;
