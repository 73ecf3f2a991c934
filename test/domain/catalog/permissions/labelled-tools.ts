/** What a person says each tool of known servers touches, reading its name, description and parameters; "-" is nothing to be seen. */
export const LABELS: Record<string, string> = {
  "mcp-server-sqlite": `query: read execute
execute: execute
describe-table: read
list-tables: read
create-table: write
drop-table: destructive
insert-record: write
update-record: write
delete-record: destructive
transaction: execute`,
  "modelcontextprotocol__server-everything": `echo: -
get-annotated-message: read
get-env: read secrets
get-resource-links: read
get-resource-reference: read
get-structured-content: read
get-sum: read
get-tiny-image: read
gzip-file-as-resource: network
toggle-simulated-logging: write
toggle-subscriber-updates: write
trigger-long-running-operation: -
simulate-research-query: -`,
  "modelcontextprotocol__server-filesystem": `read_file: read
read_text_file: read
read_media_file: read
read_multiple_files: read
write_file: write destructive
edit_file: write
create_directory: write
list_directory: read
list_directory_with_sizes: read
directory_tree: read
move_file: write
search_files: read
get_file_info: read
list_allowed_directories: read`,
  "modelcontextprotocol__server-github": `create_or_update_file: write
search_repositories: read
create_repository: write
get_file_contents: read
push_files: write
create_issue: write
create_pull_request: write
fork_repository: write
create_branch: write
list_commits: read
list_issues: read
update_issue: write
add_issue_comment: write messages
search_code: read
search_issues: read
search_users: read
get_issue: read
get_pull_request: read
list_pull_requests: read
create_pull_request_review: write
merge_pull_request: write
get_pull_request_files: read
get_pull_request_status: read
update_pull_request_branch: write
get_pull_request_comments: read
get_pull_request_reviews: read`,
  "modelcontextprotocol__server-memory": `create_entities: write
create_relations: write
add_observations: write
delete_entities: destructive
delete_observations: destructive
delete_relations: destructive
read_graph: read
search_nodes: read
open_nodes: read`,
  "modelcontextprotocol__server-postgres": "query: read execute",
  "modelcontextprotocol__server-sequential-thinking": "sequentialthinking: -",
  "modelcontextprotocol__server-slack": `slack_list_channels: read
slack_post_message: messages
slack_reply_to_thread: messages
slack_add_reaction: write
slack_get_channel_history: read
slack_get_thread_replies: read
slack_get_users: read
slack_get_user_profile: read`,
  playwright__mcp: `browser_close: write
browser_resize: write
browser_console_messages: read
browser_handle_dialog: write
browser_emulate_media: write
browser_evaluate: execute
browser_file_upload: write
browser_drop: write
browser_find: read
browser_fill_form: write
browser_press_key: write
browser_type: write
browser_navigate: network
browser_navigate_back: network
browser_network_requests: read
browser_network_request: read
browser_run_code_unsafe: execute
browser_take_screenshot: read
browser_snapshot: read
browser_click: write
browser_drag: write
browser_hover: write
browser_select_option: write
browser_tabs: read write network
browser_wait_for: read`,
  "upstash__context7-mcp": `resolve-library-id: read
query-docs: read`,
};
