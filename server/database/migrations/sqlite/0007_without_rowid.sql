-- Every report writes to these two. As their own primary key's index, instead of a table beside it, each is one page fewer to write and flush.
CREATE TABLE receipts_slim (
	command_id text PRIMARY KEY NOT NULL,
	account_id text NOT NULL,
	name text NOT NULL,
	fingerprint text NOT NULL,
	decision text NOT NULL,
	made_at integer NOT NULL,
	sent_at integer NOT NULL,
	decided_at integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO receipts_slim SELECT command_id, account_id, name, fingerprint, decision, made_at, sent_at, decided_at FROM receipts;
--> statement-breakpoint
DROP TABLE receipts;
--> statement-breakpoint
ALTER TABLE receipts_slim RENAME TO receipts;
--> statement-breakpoint
CREATE TABLE report_photos_slim (
	report_id text NOT NULL,
	position integer NOT NULL,
	hash text NOT NULL,
	part text NOT NULL,
	step_id text,
	PRIMARY KEY(report_id, position),
	FOREIGN KEY (report_id) REFERENCES reports(id) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO report_photos_slim SELECT report_id, position, hash, part, step_id FROM report_photos;
--> statement-breakpoint
DROP TABLE report_photos;
--> statement-breakpoint
ALTER TABLE report_photos_slim RENAME TO report_photos;
--> statement-breakpoint
CREATE INDEX report_photos_by_hash ON report_photos (hash);
