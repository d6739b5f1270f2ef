namespace Fairlead.Vpc.Calls;

/// <summary>A call of the OpenAPI with its parameters read: what is not given is null, and lists are empty.</summary>
public abstract record CloudCall
{
    /// <summary>The action as the OpenAPI calls it, which is the record's own name.</summary>
    public string Action => GetType().Name;

    /// <summary>Where the caller says the resource is; every call of these two products needs one.</summary>
    public required string RegionId { get; init; }
}

/// <summary>A call that changes something.</summary>
public abstract record CloudChange : CloudCall
{
    /// <summary>Calls with the same token and the same parameters act once: a repeated one gets the first one's reply.</summary>
    public string? ClientToken { get; init; }
}

/// <summary>A call that only reads.</summary>
public abstract record CloudQuery : CloudCall;

/// <summary>Which part of a list is asked for: by number, or from where the part before ended.</summary>
/// <param name="Number">From 1; null where <paramref name="NextToken"/> counts.</param>
/// <param name="Size">Entries of a part; null for the action's default.</param>
public sealed record PageWish(int? Number, int? Size, string? NextToken);

/// <summary>A tag that a resource must bear; a null value takes any.</summary>
public sealed record TagFilter(string Key, string? Value);
