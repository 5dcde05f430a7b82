/**
 * What somebody adds to the program without a change to it: one class and its registration each.
 */
package dev.jetbridge.pipelines.addition;
