using Fairlead.Model.Problems;

namespace Fairlead.Kubernetes;

/// <summary>The cluster's store said no, or nothing.</summary>
/// <param name="verb">As roles call it: <c>get</c>, <c>list</c>, <c>watch</c>, <c>create</c>, <c>update</c>, <c>patch</c>, <c>delete</c>.</param>
/// <param name="resource">What of: <c>nodenetworks.fairlead.io/node-1</c>, with <c>/status</c> behind where it was that alone.</param>
/// <param name="status">HTTP status; 0 where no answer came.</param>
public sealed class ClusterException(ClusterErrorKind kind, string verb, string resource, int status, string reason, Exception? inner = null)
    : Exception($"{verb} {resource}: {reason}{(status > 0 ? $" ({status})" : "")}", inner)
{
    public ClusterErrorKind Kind { get; } = kind;

    public string Verb { get; } = verb;

    public string Resource { get; } = resource;

    public int Status { get; } = status;

    /// <summary>The server's words.</summary>
    public string Reason { get; } = reason;

    /// <summary>Of <see cref="ClusterErrorKind.Invalid"/>: the fields.</summary>
    public IReadOnlyList<Problem> Causes { get; init; } = [];

    /// <summary>How long the server wants to be left alone; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public bool IsNotFound => Kind == ClusterErrorKind.NotFound;

    public bool IsConflict => Kind == ClusterErrorKind.Conflict;

    public bool IsAlreadyExists => Kind == ClusterErrorKind.AlreadyExists;

    public bool IsGone => Kind == ClusterErrorKind.Gone;

    public bool IsInvalid => Kind == ClusterErrorKind.Invalid;

    public bool IsForbidden => Kind == ClusterErrorKind.Forbidden;

    public bool IsUnavailable => Kind == ClusterErrorKind.Unavailable;
}
