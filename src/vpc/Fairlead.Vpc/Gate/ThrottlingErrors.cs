using Fairlead.Vpc.Calls;

namespace Fairlead.Vpc.Gate;

/// <summary>The three ways in which the cloud says "too often" (ECS, common error codes).</summary>
public static class ThrottlingErrors
{
    /// <summary>Of the whole endpoint.</summary>
    public static CloudError Plain { get; } = new("Throttling", "Request was denied due to request throttling.");

    /// <summary>Of this account with this action.</summary>
    public static CloudError User { get; } = new("Throttling.User", "Request was denied due to user flow control.");

    /// <summary>Of this action, whoever calls.</summary>
    public static CloudError Api { get; } = new("Throttling.Api", "Request was denied due to api flow control.");
}
