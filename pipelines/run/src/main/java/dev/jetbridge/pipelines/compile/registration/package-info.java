/** The compiler of products with all that the program knows. */
package dev.jetbridge.pipelines.compile.registration;
