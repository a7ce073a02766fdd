-- Sets fields of a hash unless it holds a newer version of them.
-- KEYS[1]: the hash. ARGV[1]: its life in ms. Then pairs of field and value; a value begins with its
-- version, 12 bytes big-endian (epoch, then source offset); a value of 12 bytes takes the field away.
-- Without any pair the hash just lives on.
-- Returns how many were taken. Numbers of 4 bytes: a double holds no more than 53 bits.
local taken = 0
for i = 2, #ARGV, 2 do
  local newer = true
  local old = redis.call('HGET', KEYS[1], ARGV[i])
  if old then
    local e1, h1, l1 = struct.unpack('>I4I4I4', old)
    local e2, h2, l2 = struct.unpack('>I4I4I4', ARGV[i + 1])
    newer = e2 > e1 or (e2 == e1 and (h2 > h1 or (h2 == h1 and l2 >= l1)))
  end
  if newer then
    taken = taken + 1
    if #ARGV[i + 1] > 12 then
      redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
    else
      redis.call('HDEL', KEYS[1], ARGV[i])
    end
  end
end
local life = tonumber(ARGV[1])
if (taken > 0 or #ARGV == 1) and redis.call('PTTL', KEYS[1]) < life then
  redis.call('PEXPIRE', KEYS[1], life)
end
return taken
