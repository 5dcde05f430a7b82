/** Which transformation a name in a contract stands for: the one place that knows every job. */
package dev.jetbridge.jobs.registration;
