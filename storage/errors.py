"""Expected failures of the store; each docstring is the sentence people see."""

from reports.errors import Expected


class DatabaseFailure(Expected):
    """The database cannot be used just now."""


class DatabaseUnreachable(DatabaseFailure):
    """The database {where} cannot be used: {reason}. Check DATABASE_URL and that it can be written
    to, then try again."""


class DatabaseFull(DatabaseFailure):
    """The disk of the database {where} is full ({reason}). Free some space; nothing has to be
    started again."""


class DatabaseBusy(DatabaseFailure):
    """The database {where} is busy with another write. Nothing was changed; try again in a
    moment."""


class NewerDatabase(Expected):
    """The database {where} was written by a newer Rapport (revision {found}). Update Rapport, or
    point DATABASE_URL at another database."""


class OlderDatabase(Expected):
    """The database {where} is not prepared for this version of Rapport. Run `rapport db upgrade`
    once, then start again."""


class TargetNotEmpty(Expected):
    """{where} holds data already and was left as it is; name a new database or file."""


class CopyDiffers(Expected):
    """The copy of the table {table} differs from what was read; nothing was written. Try again."""


class DeclarationsUnreadable(Expected):
    """What the team declared about its metrics cannot be read by this version of Rapport. Declare
    the file again: `rapport metrics declare FILE`."""


class NoSuchClient(Expected):
    """There is no client {client} in this workspace."""


class ReservedSlug(Expected):
    """“{slug}” is a word of Rapport's own and cannot name a client. Choose another, such as
    “{slug}-team”."""


class InvalidSlug(Expected):
    """“{slug}” cannot be a client's short name. Use up to 64 small letters a–z, digits and single
    hyphens, such as “acme-north”."""


class SlugTaken(Expected):
    """There is already a client “{slug}”. Choose another short name."""


class AliasTaken(Expected):
    """“{alias}” already names the client {slug}."""


class ChannelTaken(Expected):
    """This channel already belongs to the client {slug}. Type “/client {slug} unlink” in it first,
    then try again."""


class InvalidCurrency(Expected):
    """“{currency}” is not a currency code. Write its three letters, such as EUR."""


class NoSuchSubscription(Expected):
    """There is no schedule {subscription} in this workspace; it may have been removed."""


class FileUnreadable(Expected):
    """The file {file} cannot be read: {reason}."""


class UnknownShape(Expected):
    """The file {file} is neither of the two shapes that can be read: {reason}. Use the columns
    client, date, metric, value (one number a line), or date and one column a metric. Other
    rows are read with --as tickets, feedback, invoices, orders, usage or accounts."""


class ColumnTwice(Expected):
    """The file {file} has two columns for {column}; keep one of them."""


class NoClient(Expected):
    """The file {file} does not say which client its numbers belong to. Name the client when you
    import it, or add a client column."""


class UnknownClient(Expected):
    """There is no client “{client}”. Correct the name, or import with --create to add it."""


class ClientNamedTwice(Expected):
    """The file {file} names its clients in a column of its own. Import it without naming a
    client."""


class ImportRunning(Expected):
    """Another import of “{source}” is running; they go in one after the other. Try again in a few
    minutes."""


class SourceTaken(Expected):
    """“{source}” already brings {brings}, which would be mixed up with these. Give this source a
    name of its own with --source NAME."""


class NoTicketClient(Expected):
    """Tickets belong to one client: say whose the tickets of {file} are with --client NAME."""


class MappingUnreadable(Expected):
    """“--map {text}” cannot be read: {reason}."""


class FieldUnclear(Expected):
    """The file {file} does not say which column is {field}: {reason}. Type, for example,
    --map "{key}={example}"."""


class ScaleUnclear(Expected):
    """The file {file} does not say whether {column} is a rating from 1 to 5 or a recommendation
    from 0 to 10: {reason}. Type --map scale=csat or --map scale=nps."""


class ClientToldTwice(Expected):
    """The column {column} of the file {file} names the clients. Import it without --client, or
    leave that column out with --map client=."""


class MappedColumnMissing(Expected):
    """The file {file} lacks {columns}, which the source “{source}” reads; its columns are {header}.
    Name another column with “--map {key}=COLUMN”, or leave it out with “--map {key}=”."""


class ClosingChanged(Expected):
    """What closes a ticket of “{source}” would change, but {count} of its tickets are not in the
    file {file}. Import a file with all of them, or name a new source with --source NAME."""


class FormatUnclear(Expected):
    """The column “{column}” of the file {file} is not clear: {reason}."""
