CREATE TABLE command (
	id BIGSERIAL NOT NULL,
	agent VARCHAR NOT NULL,
	at BIGINT NOT NULL,
	name VARCHAR NOT NULL,
	summary VARCHAR NOT NULL,
	undone_at BIGINT,
	PRIMARY KEY (id)
);

CREATE INDEX command_by_agent ON command (agent, id);

CREATE TABLE hours (
	id BIGSERIAL NOT NULL,
	key VARCHAR NOT NULL,
	zones VARCHAR NOT NULL,
	places VARCHAR NOT NULL,
	kind VARCHAR NOT NULL,
	coverage VARCHAR NOT NULL,
	windows VARCHAR NOT NULL,
	legal VARCHAR NOT NULL,
	closed TEXT NOT NULL,
	first_day VARCHAR NOT NULL,
	last_day VARCHAR NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (key)
);

CREATE TABLE list_hold (
	id BIGSERIAL NOT NULL,
	list_name VARCHAR NOT NULL,
	hold VARCHAR NOT NULL,
	agent VARCHAR NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT hold_of_list_is_known CHECK (hold IN ('list-paused', 'list-closed')),
	UNIQUE (list_name)
);

CREATE TABLE listed_number (
	number BIGINT NOT NULL,
	list_id BIGINT NOT NULL,
	removed_by BIGINT NOT NULL,
	PRIMARY KEY (number, list_id)
);

CREATE TABLE meta (
	key VARCHAR NOT NULL,
	value TEXT NOT NULL,
	PRIMARY KEY (key)
);

CREATE TABLE place_decision (
	id BIGSERIAL NOT NULL,
	kind VARCHAR NOT NULL,
	place VARCHAR NOT NULL,
	first_day VARCHAR NOT NULL,
	last_day VARCHAR NOT NULL,
	reason VARCHAR NOT NULL,
	agent VARCHAR NOT NULL,
	at BIGINT NOT NULL,
	ended_at BIGINT,
	PRIMARY KEY (id),
	CONSTRAINT kind_of_decision_is_known CHECK (kind IN ('accepted', 'closed'))
);

CREATE TABLE saved_view (
	id BIGSERIAL NOT NULL,
	name VARCHAR NOT NULL,
	words TEXT NOT NULL,
	agent VARCHAR NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (name)
);

CREATE TABLE script (
	list_name VARCHAR NOT NULL,
	stage VARCHAR NOT NULL,
	kind VARCHAR NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (list_name, stage, kind)
);

CREATE TABLE suppression (
	id BIGSERIAL NOT NULL,
	mac VARCHAR NOT NULL,
	key_id VARCHAR NOT NULL,
	reason VARCHAR NOT NULL,
	requested_at BIGINT NOT NULL,
	source VARCHAR NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (mac)
);

CREATE TABLE tally (
	scope VARCHAR NOT NULL,
	tier INTEGER NOT NULL,
	hours_id BIGINT NOT NULL,
	part_mask INTEGER NOT NULL,
	hold VARCHAR NOT NULL,
	people INTEGER NOT NULL,
	PRIMARY KEY (scope, tier, hours_id, part_mask, hold)
);

CREATE TABLE time_off (
	id BIGSERIAL NOT NULL,
	agent VARCHAR NOT NULL,
	first_day VARCHAR NOT NULL,
	last_day VARCHAR NOT NULL,
	PRIMARY KEY (id)
);

CREATE INDEX ix_time_off_agent ON time_off (agent);

CREATE TABLE change (
	id BIGSERIAL NOT NULL,
	command_id BIGINT NOT NULL,
	table_name VARCHAR NOT NULL,
	row_id BIGINT NOT NULL,
	before TEXT,
	PRIMARY KEY (id),
	FOREIGN KEY(command_id) REFERENCES command (id)
);

CREATE INDEX ix_change_command_id ON change (command_id);

CREATE TABLE number_list (
	id BIGSERIAL NOT NULL,
	series VARCHAR NOT NULL,
	kind VARCHAR NOT NULL,
	area VARCHAR COLLATE "C" NOT NULL,
	dated VARCHAR NOT NULL,
	expires_at BIGINT,
	batch BIGINT NOT NULL,
	entries INTEGER NOT NULL,
	file VARCHAR NOT NULL,
	imported_at BIGINT NOT NULL,
	by_agent VARCHAR NOT NULL,
	command_id BIGINT,
	ended_at BIGINT,
	ended_reason VARCHAR NOT NULL,
	ended_by BIGINT,
	emptied INTEGER NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT kind_of_list_is_known CHECK (kind IN ('full', 'change', 'own', 'barred', 'reassigned')),
	FOREIGN KEY(command_id) REFERENCES command (id),
	FOREIGN KEY(ended_by) REFERENCES command (id)
);

CREATE INDEX ix_number_list_command_id ON number_list (command_id);

CREATE INDEX ix_number_list_ended_by ON number_list (ended_by);

CREATE INDEX list_by_area ON number_list (area);

CREATE INDEX list_in_force ON number_list (series, batch, expires_at) WHERE ended_by IS NULL;

CREATE TABLE prospect (
	id BIGSERIAL NOT NULL,
	name VARCHAR NOT NULL,
	company VARCHAR NOT NULL,
	title VARCHAR NOT NULL,
	owner VARCHAR NOT NULL,
	list_name VARCHAR NOT NULL,
	zone VARCHAR NOT NULL,
	country VARCHAR NOT NULL,
	region VARCHAR NOT NULL,
	postal VARCHAR NOT NULL,
	places VARCHAR NOT NULL,
	place_zones VARCHAR NOT NULL,
	confirmed_location VARCHAR NOT NULL,
	confirmed_at BIGINT,
	confirmed_by VARCHAR NOT NULL,
	note TEXT NOT NULL,
	tags VARCHAR NOT NULL,
	custom TEXT NOT NULL,
	external_id VARCHAR NOT NULL,
	value FLOAT,
	opt_out_text VARCHAR NOT NULL,
	created_at BIGINT NOT NULL,
	removed_at BIGINT,
	command_id BIGINT,
	postponed_until BIGINT,
	postponed_at BIGINT,
	snoozed_until BIGINT,
	snoozed_at BIGINT,
	snoozed_callback_at BIGINT,
	reach VARCHAR NOT NULL,
	merged_into BIGINT,
	state VARCHAR NOT NULL,
	action VARCHAR NOT NULL,
	due_at BIGINT,
	transition_at BIGINT,
	ready INTEGER NOT NULL,
	tier INTEGER NOT NULL,
	hours_id INTEGER NOT NULL,
	part_mask INTEGER NOT NULL,
	hold VARCHAR NOT NULL,
	rank FLOAT NOT NULL,
	chance FLOAT NOT NULL,
	phone_id BIGINT,
	rule VARCHAR NOT NULL,
	misses INTEGER NOT NULL,
	callback_at BIGINT,
	last_at BIGINT,
	last_outcome VARCHAR NOT NULL,
	last_note TEXT NOT NULL,
	conversation_outcome VARCHAR NOT NULL,
	conversation_reason VARCHAR NOT NULL,
	conversation_at BIGINT,
	conversation_agent VARCHAR NOT NULL,
	audited INTEGER NOT NULL,
	flags VARCHAR NOT NULL,
	consent_ends_at BIGINT,
	consent_ended_at BIGINT,
	exempt_until BIGINT,
	asked_at BIGINT,
	PRIMARY KEY (id),
	CONSTRAINT ready_is_yes_or_no CHECK (ready IN (0, 1)),
	CONSTRAINT tier_is_known CHECK (tier BETWEEN 0 AND 6),
	CONSTRAINT ready_has_a_time CHECK (ready = 0 OR due_at IS NOT NULL),
	CONSTRAINT opted_out_and_closed_are_not_ready CHECK (state NOT IN ('do-not-call', 'closed') OR ready = 0),
	FOREIGN KEY(command_id) REFERENCES command (id)
);

CREATE INDEX asked_at ON prospect (asked_at) WHERE asked_at IS NOT NULL;

CREATE INDEX audit ON prospect (id) WHERE audited = 1;

CREATE INDEX consent_ended_at ON prospect (consent_ended_at) WHERE consent_ended_at IS NOT NULL;

CREATE INDEX consent_ends_at ON prospect (consent_ends_at) WHERE consent_ends_at IS NOT NULL;

CREATE INDEX due_transitions ON prospect (tier, transition_at) WHERE transition_at IS NOT NULL;

CREATE INDEX ix_prospect_command_id ON prospect (command_id);

CREATE INDEX merged_into ON prospect (merged_into) WHERE merged_into IS NOT NULL;

CREATE INDEX on_hold ON prospect (hold, id) WHERE hold <> '';

CREATE INDEX prospect_by_external_id ON prospect (external_id);

CREATE INDEX prospect_by_list ON prospect (list_name);

CREATE INDEX prospect_by_owner ON prospect (owner) WHERE owner <> '';

CREATE INDEX prospect_by_state ON prospect (state) WHERE state <> 'fresh';

CREATE INDEX prospect_by_tags ON prospect (tags) WHERE tags <> '';

CREATE INDEX ready ON prospect (tier, hours_id, part_mask, rank DESC, id) WHERE ready = 1 AND hold = '';

CREATE INDEX ready_by_list ON prospect (list_name, tier, hours_id, part_mask, rank DESC, id) WHERE ready = 1 AND hold = '';

CREATE INDEX ready_by_owner ON prospect (owner, tier, hours_id, part_mask, rank DESC, id) WHERE ready = 1 AND hold = '';

CREATE INDEX ready_since ON prospect (due_at) WHERE ready = 1;

CREATE TABLE call (
	id BIGSERIAL NOT NULL,
	prospect_id BIGINT NOT NULL,
	at BIGINT NOT NULL,
	logged_at BIGINT NOT NULL,
	agent VARCHAR NOT NULL,
	channel VARCHAR NOT NULL,
	number VARCHAR COLLATE "C" NOT NULL,
	outcome VARCHAR NOT NULL,
	written VARCHAR NOT NULL,
	reason VARCHAR NOT NULL,
	permission INTEGER,
	given_at BIGINT,
	duration INTEGER,
	note TEXT NOT NULL,
	imported INTEGER NOT NULL,
	referred_to BIGINT,
	command_id BIGINT,
	voided_at BIGINT,
	voided_by VARCHAR NOT NULL,
	violations VARCHAR NOT NULL,
	checked TEXT NOT NULL,
	number_mac VARCHAR NOT NULL,
	tier VARCHAR NOT NULL,
	chance FLOAT,
	rule_chance FLOAT,
	explored VARCHAR NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT duration_is_not_negative CHECK (duration IS NULL OR duration >= 0),
	FOREIGN KEY(prospect_id) REFERENCES prospect (id),
	FOREIGN KEY(referred_to) REFERENCES prospect (id),
	FOREIGN KEY(command_id) REFERENCES command (id)
);

CREATE INDEX call_by_moment ON call (at);

CREATE INDEX call_explored ON call (at) WHERE explored <> '';

CREATE INDEX call_in_violation ON call (at) WHERE violations <> '';

CREATE INDEX call_of_prospect ON call (prospect_id, at);

CREATE INDEX call_on_number ON call (number, at);

CREATE INDEX ix_call_command_id ON call (command_id);

CREATE TABLE consent (
	id BIGSERIAL NOT NULL,
	prospect_id BIGINT NOT NULL,
	kind VARCHAR NOT NULL,
	scope VARCHAR NOT NULL,
	number VARCHAR NOT NULL,
	written INTEGER NOT NULL,
	seller VARCHAR NOT NULL,
	source VARCHAR NOT NULL,
	note TEXT NOT NULL,
	since BIGINT NOT NULL,
	until BIGINT,
	recorded_at BIGINT NOT NULL,
	by_agent VARCHAR NOT NULL,
	command_id BIGINT,
	withdrawn_at BIGINT,
	withdrawn_by VARCHAR NOT NULL,
	withdrawn_reason VARCHAR NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(prospect_id) REFERENCES prospect (id),
	FOREIGN KEY(command_id) REFERENCES command (id)
);

CREATE INDEX ix_consent_command_id ON consent (command_id);

CREATE INDEX ix_consent_prospect_id ON consent (prospect_id);

CREATE TABLE email (
	id BIGSERIAL NOT NULL,
	prospect_id BIGINT NOT NULL,
	position INTEGER NOT NULL,
	address VARCHAR COLLATE "C" NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(prospect_id) REFERENCES prospect (id)
);

CREATE INDEX ix_email_address ON email (address);

CREATE INDEX ix_email_prospect_id ON email (prospect_id);

CREATE TABLE lease (
	prospect_id BIGINT NOT NULL,
	agent VARCHAR NOT NULL,
	until BIGINT NOT NULL,
	taken_at BIGINT NOT NULL,
	dialed_at BIGINT,
	dialed_numbers VARCHAR NOT NULL,
	PRIMARY KEY (prospect_id),
	FOREIGN KEY(prospect_id) REFERENCES prospect (id)
);

CREATE INDEX ix_lease_agent ON lease (agent);

CREATE TABLE name_word (
	word VARCHAR COLLATE "C" NOT NULL,
	prospect_id BIGINT NOT NULL,
	PRIMARY KEY (word, prospect_id),
	FOREIGN KEY(prospect_id) REFERENCES prospect (id)
);

CREATE INDEX name_word_of ON name_word (prospect_id);

CREATE TABLE not_duplicates (
	id BIGSERIAL NOT NULL,
	one_id BIGINT NOT NULL,
	other_id BIGINT NOT NULL,
	agent VARCHAR NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT not_duplicates_once UNIQUE (one_id, other_id),
	FOREIGN KEY(one_id) REFERENCES prospect (id),
	FOREIGN KEY(other_id) REFERENCES prospect (id)
);

CREATE TABLE phone (
	id BIGSERIAL NOT NULL,
	prospect_id BIGINT NOT NULL,
	position INTEGER NOT NULL,
	label VARCHAR NOT NULL,
	written VARCHAR NOT NULL,
	e164 VARCHAR COLLATE "C" NOT NULL,
	extension VARCHAR NOT NULL,
	shown VARCHAR NOT NULL,
	quality VARCHAR NOT NULL,
	zones VARCHAR NOT NULL,
	places VARCHAR NOT NULL,
	line VARCHAR NOT NULL,
	reversed_digits VARCHAR COLLATE "C" NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(prospect_id) REFERENCES prospect (id)
);

CREATE INDEX ix_phone_prospect_id ON phone (prospect_id);

CREATE INDEX phone_by_ending ON phone (reversed_digits);

CREATE INDEX phone_by_number ON phone (e164);

CREATE TABLE research (
	id BIGSERIAL NOT NULL,
	prospect_id BIGINT NOT NULL,
	agent VARCHAR NOT NULL,
	at BIGINT NOT NULL,
	text TEXT NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(prospect_id) REFERENCES prospect (id)
);

CREATE INDEX ix_research_prospect_id ON research (prospect_id);

CREATE TABLE skip (
	prospect_id BIGINT NOT NULL,
	agent VARCHAR NOT NULL,
	at BIGINT NOT NULL,
	until BIGINT NOT NULL,
	reason VARCHAR NOT NULL,
	PRIMARY KEY (prospect_id, agent),
	FOREIGN KEY(prospect_id) REFERENCES prospect (id)
);

CREATE TABLE dnc (
	id BIGSERIAL NOT NULL,
	number VARCHAR COLLATE "C" NOT NULL,
	since BIGINT NOT NULL,
	source VARCHAR NOT NULL,
	reason VARCHAR NOT NULL,
	by_agent VARCHAR NOT NULL,
	call_id BIGINT,
	command_id BIGINT,
	lifted_at BIGINT,
	lifted_reason VARCHAR NOT NULL,
	lifted_by VARCHAR NOT NULL,
	consent_command_id BIGINT,
	consent_by VARCHAR NOT NULL,
	consent_at BIGINT,
	consent_how VARCHAR NOT NULL,
	covers VARCHAR NOT NULL,
	because_of VARCHAR COLLATE "C" NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(call_id) REFERENCES call (id),
	FOREIGN KEY(command_id) REFERENCES command (id)
);

CREATE INDEX ix_dnc_call_id ON dnc (call_id);

CREATE INDEX ix_dnc_command_id ON dnc (command_id);

CREATE INDEX ix_dnc_consent_command_id ON dnc (consent_command_id);

CREATE INDEX ix_dnc_number ON dnc (number);
