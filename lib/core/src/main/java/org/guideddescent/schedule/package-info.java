/** Numbers that depend on t. A schedule is a record: it prints itself, and equal text means an equal schedule. */
package org.guideddescent.schedule;
