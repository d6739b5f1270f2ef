namespace Fairlead.Cloud.Alibaba.Credentials;

/// <summary>What requests are signed with.</summary>
/// <param name="AccessKeyId">No secret: the cloud's own messages and bills name it.</param>
/// <param name="SecurityToken">Of credentials that expire; null for those of a user.</param>
/// <param name="Expires">Null: never.</param>
/// <param name="Source">Where it came from, as messages name it.</param>
public sealed record Credential(string AccessKeyId, Secret AccessKeySecret, Secret? SecurityToken, DateTimeOffset? Expires, string Source);
