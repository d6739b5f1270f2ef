namespace Fairlead.Kubernetes;

/// <summary>What a refusal means to whoever asked.</summary>
public enum ClusterErrorKind
{
    /// <summary>The server says something that this program does not know.</summary>
    Unknown,
    NotFound,

    /// <summary>The object has become another one since it was read: read again, then write.</summary>
    Conflict,
    AlreadyExists,

    /// <summary>What happened since then is not kept: list again.</summary>
    Gone,

    /// <summary>Schema or sense of the object: it will never be taken as it is.</summary>
    Invalid,

    /// <summary>The account may not.</summary>
    Forbidden,

    /// <summary>No answer, too many calls, or troubles of the server's own: later it may do.</summary>
    Unavailable,
}
