CREATE INDEX content_scan_by_turn ON content_scan (state, turn_at);
