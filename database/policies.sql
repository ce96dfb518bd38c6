-- Generated from src/platform/database/row-policy.ts by `npm run generate`. Do not edit.
-- The migrator runs this whole, in one transaction, whenever it differs from what was run last.

do $$
declare found record;
begin
  for found in select policyname, tablename from pg_policies where schemaname = 'public' loop
    execute format('drop policy %I on %I', found.policyname, found.tablename);
  end loop;
end $$;

alter table assessment enable row level security, force row level security;
create policy assessment_select on assessment for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy assessment_insert on assessment for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy assessment_update on assessment for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy assessment_delete on assessment for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table attachment enable row level security, force row level security;
create policy attachment_select on attachment for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy attachment_insert on attachment for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy attachment_update on attachment for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy attachment_delete on attachment for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table audit_checkpoint enable row level security, force row level security;
create policy audit_checkpoint_select on audit_checkpoint for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'door' then true when 'hotline' then true when 'auditor' then true else false end);
create policy audit_checkpoint_insert on audit_checkpoint for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy audit_checkpoint_update on audit_checkpoint for update using (case (select current_setting('alight.scope', true)) when 'system' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy audit_checkpoint_delete on audit_checkpoint for delete using (case (select current_setting('alight.scope', true)) when 'system' then true else false end);

alter table audit_entry enable row level security, force row level security;
create policy audit_entry_select on audit_entry for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'door' then true when 'hotline' then true when 'auditor' then true else false end);
create policy audit_entry_insert on audit_entry for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy audit_entry_update on audit_entry for update using (case (select current_setting('alight.scope', true)) when 'system' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy audit_entry_delete on audit_entry for delete using (case (select current_setting('alight.scope', true)) when 'system' then true else false end);

alter table audit_leaf enable row level security, force row level security;
create policy audit_leaf_select on audit_leaf for select using (case (select current_setting('alight.scope', true)) when 'intake' then true when 'system' then true when 'hotline' then true when 'auditor' then true else false end);
create policy audit_leaf_insert on audit_leaf for insert with check (case (select current_setting('alight.scope', true)) when 'intake' then true when 'system' then true when 'hotline' then true when 'auditor' then true else false end);
create policy audit_leaf_update on audit_leaf for update using (case (select current_setting('alight.scope', true)) when 'system' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy audit_leaf_delete on audit_leaf for delete using (case (select current_setting('alight.scope', true)) when 'system' then true else false end);

alter table audit_node enable row level security, force row level security;
create policy audit_node_select on audit_node for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'door' then true when 'hotline' then true when 'auditor' then true else false end);
create policy audit_node_insert on audit_node for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy audit_node_update on audit_node for update using (case (select current_setting('alight.scope', true)) when 'system' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy audit_node_delete on audit_node for delete using (case (select current_setting('alight.scope', true)) when 'system' then true else false end);

alter table audit_shown enable row level security, force row level security;
create policy audit_shown_select on audit_shown for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true when 'auditor' then true else false end);
create policy audit_shown_insert on audit_shown for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy audit_shown_update on audit_shown for update using (case (select current_setting('alight.scope', true)) when 'system' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy audit_shown_delete on audit_shown for delete using (case (select current_setting('alight.scope', true)) when 'system' then true else false end);

alter table break_glass enable row level security, force row level security;
create policy break_glass_select on break_glass for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy break_glass_insert on break_glass for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy break_glass_update on break_glass for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy break_glass_delete on break_glass for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table case_file enable row level security, force row level security;
create policy case_file_select on case_file for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy case_file_insert on case_file for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy case_file_update on case_file for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy case_file_delete on case_file for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table case_place enable row level security, force row level security;
create policy case_place_select on case_place for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy case_place_insert on case_place for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy case_place_update on case_place for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy case_place_delete on case_place for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table case_signal enable row level security, force row level security;
create policy case_signal_select on case_signal for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy case_signal_insert on case_signal for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy case_signal_update on case_signal for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy case_signal_delete on case_signal for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table case_trip enable row level security, force row level security;
create policy case_trip_select on case_trip for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy case_trip_insert on case_trip for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy case_trip_update on case_trip for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy case_trip_delete on case_trip for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table chat enable row level security, force row level security;
create policy chat_select on chat for select using (case (select current_setting('alight.scope', true)) when 'intake' then true when 'system' then true when 'hotline' then true else false end);
create policy chat_insert on chat for insert with check (case (select current_setting('alight.scope', true)) when 'intake' then true when 'system' then true when 'hotline' then true else false end);
create policy chat_update on chat for update using (case (select current_setting('alight.scope', true)) when 'intake' then true when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'intake' then true when 'system' then true when 'hotline' then true else false end);
create policy chat_delete on chat for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table chat_pass enable row level security, force row level security;
create policy chat_pass_select on chat_pass for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy chat_pass_insert on chat_pass for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy chat_pass_update on chat_pass for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy chat_pass_delete on chat_pass for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table contact enable row level security, force row level security;
create policy contact_select on contact for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true when 'member' then contact.organization_id = (select nullif(current_setting('alight.organization', true), '')::uuid) else false end);
create policy contact_insert on contact for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy contact_update on contact for update using (case (select current_setting('alight.scope', true)) when 'system' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy contact_delete on contact for delete using (case (select current_setting('alight.scope', true)) when 'system' then true else false end);

alter table coverage enable row level security, force row level security;
create policy coverage_select on coverage for select using (true);
create policy coverage_insert on coverage for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy coverage_update on coverage for update using (case (select current_setting('alight.scope', true)) when 'system' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy coverage_delete on coverage for delete using (case (select current_setting('alight.scope', true)) when 'system' then true else false end);

alter table danger_call enable row level security, force row level security;
create policy danger_call_select on danger_call for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy danger_call_insert on danger_call for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy danger_call_update on danger_call for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy danger_call_delete on danger_call for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table data_key enable row level security, force row level security;
create policy data_key_select on data_key for select using (case (select current_setting('alight.scope', true)) when 'intake' then true when 'system' then true when 'hotline' then true when 'member' then data_key.organization_id = (select nullif(current_setting('alight.organization', true), '')::uuid) else false end);
create policy data_key_insert on data_key for insert with check (case (select current_setting('alight.scope', true)) when 'intake' then true when 'system' then true when 'hotline' then true else false end);
create policy data_key_update on data_key for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy data_key_delete on data_key for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table dialogue_message enable row level security, force row level security;
create policy dialogue_message_select on dialogue_message for select using (case (select current_setting('alight.scope', true)) when 'intake' then true when 'system' then true when 'hotline' then true else false end);
create policy dialogue_message_insert on dialogue_message for insert with check (case (select current_setting('alight.scope', true)) when 'intake' then true when 'system' then true when 'hotline' then true else false end);
create policy dialogue_message_update on dialogue_message for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy dialogue_message_delete on dialogue_message for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table directory_entry enable row level security, force row level security;
create policy directory_entry_select on directory_entry for select using (true);
create policy directory_entry_insert on directory_entry for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy directory_entry_update on directory_entry for update using (case (select current_setting('alight.scope', true)) when 'system' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy directory_entry_delete on directory_entry for delete using (case (select current_setting('alight.scope', true)) when 'system' then true else false end);

alter table disclosure enable row level security, force row level security;
create policy disclosure_select on disclosure for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true when 'member' then disclosure.organization_id = (select nullif(current_setting('alight.organization', true), '')::uuid) and disclosure.revoked_at is null else false end);
create policy disclosure_insert on disclosure for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy disclosure_update on disclosure for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy disclosure_delete on disclosure for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table disclosure_shown enable row level security, force row level security;
create policy disclosure_shown_select on disclosure_shown for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true when 'member' then exists (select from disclosure where disclosure.id = disclosure_shown.disclosure_id) else false end);
create policy disclosure_shown_insert on disclosure_shown for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy disclosure_shown_update on disclosure_shown for update using (case (select current_setting('alight.scope', true)) when 'system' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy disclosure_shown_delete on disclosure_shown for delete using (case (select current_setting('alight.scope', true)) when 'system' then true else false end);

alter table do_not_tell enable row level security, force row level security;
create policy do_not_tell_select on do_not_tell for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy do_not_tell_insert on do_not_tell for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy do_not_tell_update on do_not_tell for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy do_not_tell_delete on do_not_tell for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table do_not_tell_settled enable row level security, force row level security;
create policy do_not_tell_settled_select on do_not_tell_settled for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy do_not_tell_settled_insert on do_not_tell_settled for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy do_not_tell_settled_update on do_not_tell_settled for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy do_not_tell_settled_delete on do_not_tell_settled for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table due enable row level security, force row level security;
create policy due_select on due for select using (case (select current_setting('alight.scope', true)) when 'intake' then true when 'system' then true when 'hotline' then true else false end);
create policy due_insert on due for insert with check (case (select current_setting('alight.scope', true)) when 'intake' then true when 'system' then true when 'hotline' then true else false end);
create policy due_update on due for update using (case (select current_setting('alight.scope', true)) when 'intake' then true when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'intake' then true when 'system' then true when 'hotline' then true else false end);
create policy due_delete on due for delete using (case (select current_setting('alight.scope', true)) when 'intake' then true when 'system' then true when 'hotline' then true else false end);

alter table flood enable row level security, force row level security;
create policy flood_select on flood for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy flood_insert on flood for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy flood_update on flood for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy flood_delete on flood for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table kept_number enable row level security, force row level security;
create policy kept_number_select on kept_number for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy kept_number_insert on kept_number for insert with check (case (select current_setting('alight.scope', true)) when 'intake' then true when 'system' then true when 'hotline' then true else false end);
create policy kept_number_update on kept_number for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy kept_number_delete on kept_number for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table legal_hold enable row level security, force row level security;
create policy legal_hold_select on legal_hold for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy legal_hold_insert on legal_hold for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy legal_hold_update on legal_hold for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy legal_hold_delete on legal_hold for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table message enable row level security, force row level security;
create policy message_select on message for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy message_insert on message for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy message_update on message for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy message_delete on message for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table number_batch enable row level security, force row level security;
create policy number_batch_select on number_batch for select using (case (select current_setting('alight.scope', true)) when 'intake' then true when 'system' then true when 'hotline' then true else false end);
create policy number_batch_insert on number_batch for insert with check (case (select current_setting('alight.scope', true)) when 'intake' then true when 'system' then true when 'hotline' then true else false end);
create policy number_batch_update on number_batch for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy number_batch_delete on number_batch for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table organization enable row level security, force row level security;
create policy organization_select on organization for select using (true);
create policy organization_insert on organization for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy organization_update on organization for update using (case (select current_setting('alight.scope', true)) when 'system' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy organization_delete on organization for delete using (case (select current_setting('alight.scope', true)) when 'system' then true else false end);

alter table page enable row level security, force row level security;
create policy page_select on page for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true when 'member' then exists (select from disclosure where disclosure.id = page.ledger_id) else false end);
create policy page_insert on page for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy page_update on page for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy page_delete on page for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table page_link enable row level security, force row level security;
create policy page_link_select on page_link for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy page_link_insert on page_link for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy page_link_update on page_link for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy page_link_delete on page_link for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table page_session enable row level security, force row level security;
create policy page_session_select on page_session for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy page_session_insert on page_session for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy page_session_update on page_session for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy page_session_delete on page_session for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table partner enable row level security, force row level security;
create policy partner_select on partner for select using (case (select current_setting('alight.scope', true)) when 'intake' then true when 'system' then true when 'hotline' then true else false end);
create policy partner_insert on partner for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy partner_update on partner for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy partner_delete on partner for delete using (case (select current_setting('alight.scope', true)) when 'system' then true else false end);

alter table partner_key enable row level security, force row level security;
create policy partner_key_select on partner_key for select using (case (select current_setting('alight.scope', true)) when 'intake' then true when 'system' then true when 'hotline' then true else false end);
create policy partner_key_insert on partner_key for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy partner_key_update on partner_key for update using (case (select current_setting('alight.scope', true)) when 'intake' then true when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'intake' then true when 'system' then true when 'hotline' then true else false end);
create policy partner_key_delete on partner_key for delete using (case (select current_setting('alight.scope', true)) when 'system' then true else false end);

alter table partner_rehearsal enable row level security, force row level security;
create policy partner_rehearsal_select on partner_rehearsal for select using (case (select current_setting('alight.scope', true)) when 'intake' then true when 'system' then true else false end);
create policy partner_rehearsal_insert on partner_rehearsal for insert with check (case (select current_setting('alight.scope', true)) when 'intake' then true when 'system' then true else false end);
create policy partner_rehearsal_update on partner_rehearsal for update using (case (select current_setting('alight.scope', true)) when 'system' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy partner_rehearsal_delete on partner_rehearsal for delete using (case (select current_setting('alight.scope', true)) when 'intake' then true when 'system' then true else false end);

alter table presence enable row level security, force row level security;
create policy presence_select on presence for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy presence_insert on presence for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy presence_update on presence for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy presence_delete on presence for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table purge enable row level security, force row level security;
create policy purge_select on purge for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy purge_insert on purge for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy purge_update on purge for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy purge_delete on purge for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table purge_approval enable row level security, force row level security;
create policy purge_approval_select on purge_approval for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy purge_approval_insert on purge_approval for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy purge_approval_update on purge_approval for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy purge_approval_delete on purge_approval for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table release enable row level security, force row level security;
create policy release_select on release for select using (case (select current_setting('alight.scope', true)) when 'intake' then true when 'system' then true when 'hotline' then true else false end);
create policy release_insert on release for insert with check (case (select current_setting('alight.scope', true)) when 'intake' then true when 'system' then true when 'hotline' then true else false end);
create policy release_update on release for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy release_delete on release for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table response enable row level security, force row level security;
create policy response_select on response for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy response_insert on response for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy response_update on response for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy response_delete on response for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table response_event enable row level security, force row level security;
create policy response_event_select on response_event for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy response_event_insert on response_event for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy response_event_update on response_event for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy response_event_delete on response_event for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table response_page enable row level security, force row level security;
create policy response_page_select on response_page for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true when 'member' then exists (select from disclosure where disclosure.id = response_page.disclosure_id) else false end);
create policy response_page_insert on response_page for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy response_page_update on response_page for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy response_page_delete on response_page for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table response_role enable row level security, force row level security;
create policy response_role_select on response_role for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy response_role_insert on response_role for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy response_role_update on response_role for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy response_role_delete on response_role for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table role_grant enable row level security, force row level security;
create policy role_grant_select on role_grant for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy role_grant_insert on role_grant for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy role_grant_update on role_grant for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy role_grant_delete on role_grant for delete using (case (select current_setting('alight.scope', true)) when 'system' then true else false end);

alter table rota_shift enable row level security, force row level security;
create policy rota_shift_select on rota_shift for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true when 'member' then exists (select from contact where contact.id = rota_shift.contact_id) else false end);
create policy rota_shift_insert on rota_shift for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy rota_shift_update on rota_shift for update using (case (select current_setting('alight.scope', true)) when 'system' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy rota_shift_delete on rota_shift for delete using (case (select current_setting('alight.scope', true)) when 'system' then true else false end);

alter table sandbox_clock enable row level security, force row level security;
create policy sandbox_clock_select on sandbox_clock for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy sandbox_clock_insert on sandbox_clock for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy sandbox_clock_update on sandbox_clock for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy sandbox_clock_delete on sandbox_clock for delete using (case (select current_setting('alight.scope', true)) when 'system' then true else false end);

alter table sandbox_delivery enable row level security, force row level security;
create policy sandbox_delivery_select on sandbox_delivery for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy sandbox_delivery_insert on sandbox_delivery for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy sandbox_delivery_update on sandbox_delivery for update using (case (select current_setting('alight.scope', true)) when 'system' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy sandbox_delivery_delete on sandbox_delivery for delete using (case (select current_setting('alight.scope', true)) when 'system' then true else false end);

alter table schema_migration enable row level security, force row level security;
create policy schema_migration_select on schema_migration for select using (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy schema_migration_insert on schema_migration for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy schema_migration_update on schema_migration for update using (case (select current_setting('alight.scope', true)) when 'system' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy schema_migration_delete on schema_migration for delete using (case (select current_setting('alight.scope', true)) when 'system' then true else false end);

alter table search_entry enable row level security, force row level security;
create policy search_entry_select on search_entry for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy search_entry_insert on search_entry for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy search_entry_update on search_entry for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy search_entry_delete on search_entry for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table search_term enable row level security, force row level security;
create policy search_term_select on search_term for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy search_term_insert on search_term for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy search_term_update on search_term for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy search_term_delete on search_term for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table service_token enable row level security, force row level security;
create policy service_token_select on service_token for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'door' then true when 'hotline' then true else false end);
create policy service_token_insert on service_token for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy service_token_update on service_token for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'door' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'door' then true when 'hotline' then true else false end);
create policy service_token_delete on service_token for delete using (case (select current_setting('alight.scope', true)) when 'system' then true else false end);

alter table signal enable row level security, force row level security;
create policy signal_select on signal for select using (case (select current_setting('alight.scope', true)) when 'intake' then true when 'system' then true when 'hotline' then true else false end);
create policy signal_insert on signal for insert with check (case (select current_setting('alight.scope', true)) when 'intake' then true when 'system' then true when 'hotline' then true else false end);
create policy signal_update on signal for update using (case (select current_setting('alight.scope', true)) when 'intake' then true when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'intake' then true when 'system' then true when 'hotline' then true else false end);
create policy signal_delete on signal for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table signal_sketch enable row level security, force row level security;
create policy signal_sketch_select on signal_sketch for select using (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy signal_sketch_insert on signal_sketch for insert with check (case (select current_setting('alight.scope', true)) when 'intake' then true when 'system' then true else false end);
create policy signal_sketch_update on signal_sketch for update using (case (select current_setting('alight.scope', true)) when 'system' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy signal_sketch_delete on signal_sketch for delete using (case (select current_setting('alight.scope', true)) when 'system' then true else false end);

alter table staff enable row level security, force row level security;
create policy staff_select on staff for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'door' then true when 'hotline' then true when 'auditor' then true else false end);
create policy staff_insert on staff for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy staff_update on staff for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy staff_delete on staff for delete using (case (select current_setting('alight.scope', true)) when 'system' then true else false end);

alter table supervisor_alert enable row level security, force row level security;
create policy supervisor_alert_select on supervisor_alert for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy supervisor_alert_insert on supervisor_alert for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy supervisor_alert_update on supervisor_alert for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy supervisor_alert_delete on supervisor_alert for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);

alter table transit_feed enable row level security, force row level security;
create policy transit_feed_select on transit_feed for select using (true);
create policy transit_feed_insert on transit_feed for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy transit_feed_update on transit_feed for update using (case (select current_setting('alight.scope', true)) when 'system' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy transit_feed_delete on transit_feed for delete using (case (select current_setting('alight.scope', true)) when 'system' then true else false end);

alter table transit_service enable row level security, force row level security;
create policy transit_service_select on transit_service for select using (true);
create policy transit_service_insert on transit_service for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy transit_service_update on transit_service for update using (case (select current_setting('alight.scope', true)) when 'system' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy transit_service_delete on transit_service for delete using (case (select current_setting('alight.scope', true)) when 'system' then true else false end);

alter table transit_service_exception enable row level security, force row level security;
create policy transit_service_exception_select on transit_service_exception for select using (true);
create policy transit_service_exception_insert on transit_service_exception for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy transit_service_exception_update on transit_service_exception for update using (case (select current_setting('alight.scope', true)) when 'system' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy transit_service_exception_delete on transit_service_exception for delete using (case (select current_setting('alight.scope', true)) when 'system' then true else false end);

alter table transit_stop enable row level security, force row level security;
create policy transit_stop_select on transit_stop for select using (true);
create policy transit_stop_insert on transit_stop for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy transit_stop_update on transit_stop for update using (case (select current_setting('alight.scope', true)) when 'system' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy transit_stop_delete on transit_stop for delete using (case (select current_setting('alight.scope', true)) when 'system' then true else false end);

alter table transit_stop_time enable row level security, force row level security;
create policy transit_stop_time_select on transit_stop_time for select using (true);
create policy transit_stop_time_insert on transit_stop_time for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy transit_stop_time_update on transit_stop_time for update using (case (select current_setting('alight.scope', true)) when 'system' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy transit_stop_time_delete on transit_stop_time for delete using (case (select current_setting('alight.scope', true)) when 'system' then true else false end);

alter table transit_trip enable row level security, force row level security;
create policy transit_trip_select on transit_trip for select using (true);
create policy transit_trip_insert on transit_trip for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy transit_trip_update on transit_trip for update using (case (select current_setting('alight.scope', true)) when 'system' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy transit_trip_delete on transit_trip for delete using (case (select current_setting('alight.scope', true)) when 'system' then true else false end);

alter table unit enable row level security, force row level security;
create policy unit_select on unit for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true when 'member' then unit.organization_id = (select nullif(current_setting('alight.organization', true), '')::uuid) else false end);
create policy unit_insert on unit for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy unit_update on unit for update using (case (select current_setting('alight.scope', true)) when 'system' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true else false end);
create policy unit_delete on unit for delete using (case (select current_setting('alight.scope', true)) when 'system' then true else false end);

alter table voice_task enable row level security, force row level security;
create policy voice_task_select on voice_task for select using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy voice_task_insert on voice_task for insert with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy voice_task_update on voice_task for update using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end) with check (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
create policy voice_task_delete on voice_task for delete using (case (select current_setting('alight.scope', true)) when 'system' then true when 'hotline' then true else false end);
