namespace Fairlead.Cloud;

/// <summary>What a refusal means to whoever asked, whatever the cloud calls it.</summary>
public enum CloudErrorKind
{
    /// <summary>The cloud says something that this program does not know.</summary>
    Unknown,

    /// <summary>What was named is not there, or not yet.</summary>
    NotFound,

    /// <summary>It is there, but in no state for this; later it may be.</summary>
    Conflict,

    /// <summary>Too many calls of this account.</summary>
    Throttled,

    /// <summary>The vSwitch has not enough addresses left.</summary>
    NoAddresses,

    /// <summary>The account, the VPC or the route table can have no more of these.</summary>
    QuotaExceeded,

    /// <summary>The instance's type can have no more: ENIs, addresses or prefixes.</summary>
    LimitPerInstance,

    /// <summary>The credentials are good, and are not allowed to do this.</summary>
    Denied,

    /// <summary>There are no credentials, or the cloud does not believe them: a wrong key or signature, one that has expired, a clock that is off.</summary>
    CredentialsRefused,

    /// <summary>The request itself is wrong; it will never be granted as it is.</summary>
    Invalid,

    /// <summary>No answer, or one that says that the cloud has troubles of its own.</summary>
    Unavailable,
}
