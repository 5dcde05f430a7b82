/** Which channels there are: the one place that knows each of them. */
package dev.jetbridge.pipelines.channel.registration;
