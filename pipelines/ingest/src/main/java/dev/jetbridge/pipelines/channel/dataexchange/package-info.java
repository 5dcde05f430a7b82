/**
 * The channel of AWS Data Exchange: revisions of entitled data sets become files in landing, each
 * once and whole. It knows landing and contracts, not runs. Beside the client is a small server of
 * our own reading of the API, for the sample airline and for tests.
 */
package dev.jetbridge.pipelines.channel.dataexchange;
