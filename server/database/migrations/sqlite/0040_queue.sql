ALTER TABLE `reports` ADD `came_back_as` text;--> statement-breakpoint
-- Why those that are open came back, from the last step that brought them back or was looked at.
UPDATE `reports` SET `came_back_as` = (
  SELECT CASE
    WHEN s.step IN ('reopened', 'objected') THEN 'reopened'
    WHEN s.step IN ('answered', 'unanswered') THEN 'answered'
    WHEN s.step IN ('handedBack', 'handedOver', 'clerkLeft', 'planDue', 'unmerged') THEN 'handedBack'
  END
  FROM `report_steps` s
  WHERE s.report_id = `reports`.`id`
    AND s.step IN ('reopened', 'objected', 'answered', 'unanswered', 'handedBack', 'handedOver', 'clerkLeft',
      'planDue', 'unmerged', 'accepted', 'assigned', 'working', 'planned', 'asked', 'takenOn')
    -- What nobody has accepted waits on, though it was asked about or taken on.
    AND NOT (`state` = 'filed' AND s.step IN ('asked', 'takenOn'))
  ORDER BY s.at DESC, s.id DESC LIMIT 1
) WHERE `state` IN ('filed', 'accepted', 'assigned', 'working');
--> statement-breakpoint
CREATE INDEX `reports_open` ON `reports` (`area_id`,`due_at`,`state`,`kind`,`awaits_staff`,`came_back_as`,`reused_photo`,`skew_ms`,`number`) WHERE state in ('filed', 'accepted', 'assigned', 'working');
