/** What follows when products were made: they are registered, served at their ports and shown. */
package dev.jetbridge.pipelines.publish;
