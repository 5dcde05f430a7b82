/** What a command works with, opened once. */
package dev.jetbridge.pipelines.workspace;
