-- The layout of a case, format 1. Ground state only: what is derived from it is not kept.
--
-- Every table is append-only. A row that another replaces stays; what replaces it says so in a row of its own.
-- Days are numbers: days after 1970-01-01, NULL where nothing is known, and +-2^40 for "as far as one likes".

-- When the case learned something: what was recorded together has one number.
CREATE TABLE recording (
    seq INTEGER PRIMARY KEY,
    at  INTEGER NOT NULL             -- milliseconds after 1970-01-01, never before that of an earlier number
) STRICT;

-- Names, each once: of parties, places, voices, publishers, kinds of claims and origins.
CREATE TABLE name (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

-- Documents that something in the case is about, whether received or only named by a claim.
CREATE TABLE document (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

-- Documents as received.
CREATE TABLE received (
    document        INTEGER PRIMARY KEY REFERENCES document,
    recorded        INTEGER NOT NULL REFERENCES recording,
    hash            BLOB NOT NULL UNIQUE,    -- SHA-256 of the bytes
    published       TEXT,                    -- EDTF
    published_first INTEGER,
    published_last  INTEGER,
    publisher       INTEGER REFERENCES name,
    url             TEXT,
    title           TEXT,
    about           TEXT NOT NULL            -- JSON object: format, language, author and so on
) STRICT;
CREATE INDEX received_by_publisher ON received (publisher) WHERE publisher IS NOT NULL;
CREATE INDEX received_by_recording ON received (recorded);

-- What they say, apart from the above so that metadata are read without it.
CREATE TABLE content (
    document INTEGER PRIMARY KEY REFERENCES received,
    text     TEXT NOT NULL,
    bytes    BLOB                            -- as received, deflated; NULL: they are the text in UTF-8
) STRICT;

-- One reader's reading of a document: an extractor of some version, an analyst, another program.
CREATE TABLE reading (
    id       INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document,
    origin   INTEGER NOT NULL REFERENCES name,
    recorded INTEGER NOT NULL REFERENCES recording,
    UNIQUE (document, origin)
) STRICT;
CREATE INDEX reading_by_recording ON reading (recorded);

-- Readings that a newer extractor's reading of the same document has replaced, and when.
CREATE TABLE superseded (
    reading  INTEGER PRIMARY KEY REFERENCES reading,
    recorded INTEGER NOT NULL REFERENCES recording
) STRICT;

CREATE TABLE claim (
    id          INTEGER PRIMARY KEY,
    hash        BLOB NOT NULL,               -- its id, 16 bytes
    recorded    INTEGER NOT NULL REFERENCES recording,
    reading     INTEGER NOT NULL REFERENCES reading,
    kind        INTEGER NOT NULL REFERENCES name,
    stance      INTEGER NOT NULL,            -- 0 asserted, 1 denied, 2 alleged, 3 predicted, 4 wanted
    confidence  INTEGER NOT NULL,            -- thousandths
    start_first INTEGER,                     -- bounds of valid time
    start_last  INTEGER,
    end_first   INTEGER,
    end_last    INTEGER,
    said_first  INTEGER,                     -- bounds of assertion time; NULL: that of the document's publication
    said_last   INTEGER,
    document    INTEGER NOT NULL REFERENCES document,
    parties     BLOB NOT NULL,               -- actors, targets, place, voices: numbers of names
    start       INTEGER NOT NULL,            -- of the quote, in Unicode scalar values
    quote       TEXT NOT NULL,
    prefix      TEXT NOT NULL,
    suffix      TEXT NOT NULL,
    valid       TEXT,                        -- EDTF
    said        TEXT,                        -- EDTF
    more        TEXT                         -- further evidence, JSON list
) STRICT;
CREATE UNIQUE INDEX claim_of_reading ON claim (reading, hash);
CREATE INDEX claim_by_kind ON claim (kind);

-- Ways to find claims; all of it follows from `claim`. Claims come in blocks of a million (id >> 20), and each way in
-- begins with the block: what is added to stays in memory, so that the ten-millionth claim costs what the first did, and
-- a question looks into one stretch for each block. They are tables and not indexes so that what is recorded together
-- can be put into them in their order.

-- Who has which part in which claims.
CREATE TABLE party (
    block INTEGER NOT NULL,
    name  INTEGER NOT NULL,
    kind  INTEGER NOT NULL,
    role  INTEGER NOT NULL,                  -- 0 actor, 1 target, 2 place, 3 voice
    claim INTEGER NOT NULL,
    PRIMARY KEY (block, name, kind, role, claim)
) STRICT, WITHOUT ROWID;

-- By the beginning of its id.
CREATE TABLE hashed (
    block INTEGER NOT NULL,
    hash  INTEGER NOT NULL,                  -- the first 8 bytes
    claim INTEGER NOT NULL,
    PRIMARY KEY (block, hash, claim)
) STRICT, WITHOUT ROWID;

-- By when it can have been so; claims of which nothing is known have no row.
CREATE TABLE valid (
    block       INTEGER NOT NULL,
    start_first INTEGER NOT NULL,
    end_last    INTEGER NOT NULL,
    claim       INTEGER NOT NULL,
    PRIMARY KEY (block, start_first, end_last, claim)
) STRICT, WITHOUT ROWID;

-- By the last day on which it can have been said; claims that were said when their document was published have no row.
CREATE TABLE said (
    block INTEGER NOT NULL,
    last  INTEGER NOT NULL,
    claim INTEGER NOT NULL,
    PRIMARY KEY (block, last, claim)
) STRICT, WITHOUT ROWID;

-- Decisions of analysts and of named rules. What kinds and payloads there are is for those who read them.
CREATE TABLE judgement (
    id       INTEGER PRIMARY KEY,
    hash     BLOB NOT NULL UNIQUE,           -- 16 bytes, of all that follows and of the instant
    recorded INTEGER NOT NULL REFERENCES recording,
    author   TEXT NOT NULL,
    kind     TEXT NOT NULL,
    payload  TEXT NOT NULL,                  -- JSON
    reason   TEXT NOT NULL,
    undoes   INTEGER REFERENCES judgement
) STRICT;
CREATE INDEX judgement_by_recording ON judgement (recorded);
CREATE INDEX judgement_by_kind ON judgement (kind);

-- Full text of quotes and of documents; the words themselves are in the tables above.
CREATE VIRTUAL TABLE quote_words USING fts5 (
    quote, content = 'claim', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE document_words USING fts5 (
    text, content = 'content', content_rowid = 'document', tokenize = 'unicode61 remove_diacritics 2'
);
