/**
 * What each person did: purchases booking by booking, and the timeline of events over all channels.
 * It meets people only as person_id, through identity.links, and never reads a name, an address or
 * a birth date.
 */
package dev.jetbridge.jobs.customer360;
