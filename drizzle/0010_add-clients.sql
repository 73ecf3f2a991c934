ALTER TABLE "installation" DROP CONSTRAINT "installation_client";--> statement-breakpoint
ALTER TABLE "scanned_file" DROP CONSTRAINT "scanned_file_client";--> statement-breakpoint
ALTER TABLE "request" DROP CONSTRAINT "request_client";--> statement-breakpoint
ALTER TABLE "installation" ADD CONSTRAINT "installation_client" CHECK ("installation"."client" in ('cursor', 'claude-desktop', 'claude-code', 'vscode', 'windsurf', 'zed', 'gemini-cli', 'codex'));--> statement-breakpoint
ALTER TABLE "scanned_file" ADD CONSTRAINT "scanned_file_client" CHECK ("scanned_file"."client" in ('cursor', 'claude-desktop', 'claude-code', 'vscode', 'windsurf', 'zed', 'gemini-cli', 'codex'));--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "request_client" CHECK ("request"."client" in ('cursor', 'claude-desktop', 'claude-code', 'vscode', 'windsurf', 'zed', 'gemini-cli', 'codex'));