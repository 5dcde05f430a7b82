/** Which ports there are: the one place that knows each of them. */
package dev.jetbridge.pipelines.ports.registration;
