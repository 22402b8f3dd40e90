ALTER TABLE `notices` ADD `post_role` text;--> statement-breakpoint
ALTER TABLE `notices` ADD `post_scope` text;--> statement-breakpoint
ALTER TABLE `stations` ADD `changed` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
UPDATE `notices` SET `post_role` = 'staff', `post_scope` = (SELECT `area_id` FROM `reports` WHERE `reports`.`id` = `notices`.`ref`) WHERE `kind` IN ('reports.answered', 'reports.handedBack', 'reports.urgent') OR (`kind` = 'reports.reopened' AND NOT EXISTS (SELECT 1 FROM `report_supporters` WHERE `report_id` = `notices`.`ref` AND `report_supporters`.`account_id` = `notices`.`account_id`));--> statement-breakpoint
UPDATE `notices` SET `post_role` = 'unit', `post_scope` = (SELECT `unit_id` FROM `report_steps` WHERE `report_id` = `notices`.`ref` AND `unit_id` IS NOT NULL AND `report_steps`.`at` <= `notices`.`at` ORDER BY `report_steps`.`at` DESC, `report_steps`.`id` DESC LIMIT 1) WHERE `kind` = 'reports.yourTurn';--> statement-breakpoint
UPDATE `notices` SET `post_role` = 'keeper', `post_scope` = `ref` WHERE `kind` IN ('stations.doubtful', 'stations.fault');--> statement-breakpoint
UPDATE `notices` SET `post_role` = 'admin', `post_scope` = '' WHERE `kind` IN ('points.broken', 'mall.loss');
